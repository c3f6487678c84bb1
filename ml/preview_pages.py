"""The command that draws composed pages with their boxes, to look at."""

import argparse
from pathlib import Path

from PIL import Image, ImageDraw

from ml.data.pages.composer import CLASSES, CONDITIONS, Composer, Page
from ml.data.pages.sprites import load_sprites

RED, BLUE, GREEN = (230, 30, 30), (20, 120, 255), (0, 150, 0)


def draw_boxes(page: Page) -> Image.Image:
    """Return the page in color: digits in red, signs in green, others in blue."""
    image = Image.fromarray(page.image).convert("RGB")
    draw = ImageDraw.Draw(image)
    for box, label in zip(page.boxes.tolist(), page.classes, strict=True):
        color = RED if label < 10 else GREEN if label < len(CLASSES) else BLUE
        draw.rectangle(box, outline=color)
        draw.text((box[0] + 1, box[1] - 1), (CLASSES + " ")[label], fill=color)
    return image


def draw_montage(pages: list[Page], columns: int) -> Image.Image:
    """Return pages side by side, in rows."""
    side = len(pages[0].image)
    size = columns * side, -(-len(pages) // columns) * side
    montage = Image.new("RGB", size, "white")
    for i, page in enumerate(pages):
        place = i % columns * side, i // columns * side
        montage.paste(draw_boxes(page), place)
    return montage


def main(arguments: list[str] | None = None) -> None:
    """Draw a montage of pages."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, help="folder with mnist.npz and dev/")
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts"))
    parser.add_argument("--cache", type=Path, help="file for the sprites")
    parser.add_argument("--condition", choices=CONDITIONS, help="one alone")
    parser.add_argument("--count", type=int, default=48)
    parser.add_argument("--columns", type=int, default=8)
    parser.add_argument("--side", type=int, default=256)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", type=Path, default=Path("pages.png"))
    options = parser.parse_args(arguments)
    sprites = load_sprites(options.data, options.fonts, 0, options.cache)
    composer = Composer(sprites, options.seed)
    pages = [
        composer.compose(options.side, options.condition) for _ in range(options.count)
    ]
    draw_montage(pages, options.columns).save(options.output)


if __name__ == "__main__":
    main()
