"""The command that draws a montage of pages."""

from PIL import Image

from ml import preview_pages


def test_a_montage_is_written_without_a_data_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(preview_pages, "load_sprites", _few_drawings)
    output = tmp_path / "pages.png"
    command = f"--fonts {tmp_path} --count 3 --columns 2 --side 96 --output {output}"
    preview_pages.main(command.split())
    assert Image.open(output).size == (192, 192)


def _few_drawings(*arguments, load=preview_pages.load_sprites):
    return load(*arguments, drawings=20)


def test_boxes_are_drawn_in_color(composer):
    page = composer.compose(96, "filling")
    image = preview_pages.draw_boxes(page)
    assert image.mode == "RGB"
    assert preview_pages.RED in {color for _, color in image.getcolors(96 * 96)}
