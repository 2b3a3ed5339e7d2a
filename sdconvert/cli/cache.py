"""`sdconvert cache`: the pictures that are kept from one conversion to the next."""

from __future__ import annotations

import click

from sdconvert.cli.output import echo, echo_json, escape
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import json_option
from sdconvert.pictures.cache import PictureCache, named_folder, usual_folder


@click.command(cls=SharedCommand)
@click.option("--clear", is_flag=True, help="Remove them.")
@json_option("`folder`, `pictures` and `bytes`: what is kept there, or with --clear what was removed")
def cache(clear: bool, as_json: bool) -> None:
    """Show what the pictures take that are kept from one conversion to the next, or remove them.

    They are the pictures of your documents that were drawn, decoded, cut or turned: `batch run` keeps them, and
    `convert` where it has several documents. SDCONVERT_PICTURE_CACHE says where: a folder, `off` for nowhere, or `on`
    for sdconvert/pictures in your cache folder, also of a single document and of the library.

    \b
    sdconvert cache
    sdconvert cache --clear
    """
    folder = named_folder() or usual_folder()
    kept = PictureCache(folder)
    pictures, size = kept.clear() if clear else kept.use()
    if as_json:
        echo_json({"folder": str(folder), "pictures": pictures, "bytes": size})
    else:
        word = "removed" if clear else "kept"
        echo(f"{escape(str(folder))}: {pictures:,} picture{'' if pictures == 1 else 's'} {word}, {size:,} bytes")
