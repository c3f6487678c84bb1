"""Draw the icons and the picture to share anew."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from PIL.Image import Quantize

from gallery import icons

COLORS = 64


class Command(BaseCommand):
    help = "Draw the site's icons and the picture to share, in static/img."
    requires_system_checks = []

    def add_arguments(self, parser):
        folder = settings.STATICFILES_DIRS[0] / "img"
        parser.add_argument("--folder", type=Path, default=folder)

    def handle(self, *, folder, **options):
        (folder / "favicon.svg").write_text(icons.to_svg())
        for name, picture in draw_all():
            path = folder / name
            # Few colors are drawn, so a palette holds them in a fourth of the bytes.
            to_palette(picture).save(path, optimize=True)
            self.stdout.write(f"{name}: {path.stat().st_size} bytes")


def to_palette(picture):
    # Of the ways to choose colors, this one keeps rare ones; it can't see through.
    method = Quantize.MAXCOVERAGE if picture.mode == "RGB" else Quantize.FASTOCTREE
    return picture.quantize(COLORS, method)


def draw_all():
    yield "icon-180.png", icons.draw_icon(180, is_whole=True)
    yield "icon-192.png", icons.draw_icon(192)
    yield "icon-512.png", icons.draw_icon(512)
    yield "icon-maskable-512.png", icons.draw_icon(512, is_whole=True)
    yield "social.png", icons.draw_social()
