"""Apache Beam: `fileio` reads the documents, a DoFn converts them, packages and findings are two outputs.

    python beam_job.py "/data/in/*.docx" /data/out [options of the runner]

writes OUT/<name>.zip for each document and OUT/findings-*.jsonl. On a runner with workers of its own give
`--setup_file` or a container that has sdconvert and conversion.py in it.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import apache_beam as beam
from apache_beam.io import fileio
from apache_beam.io.filesystems import FileSystems
from apache_beam.options.pipeline_options import PipelineOptions
from conversion import Converted, convert_bytes


class Convert(beam.DoFn):
    """A file in; a package with its name out, and the rows of its findings as a second output."""

    def process(self, file: fileio.ReadableFile) -> Iterator[Any]:
        converted = convert_bytes(FileSystems.split(file.metadata.path)[1], file.read())
        if converted.package is not None:
            yield converted
        for row in converted.findings:
            yield beam.pvalue.TaggedOutput("findings", json.dumps(row._asdict(), ensure_ascii=False))


class Save(beam.DoFn):
    """Writes a package beside its place and renames it: a bundle that runs twice does no harm."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def process(self, converted: Converted) -> Iterator[str]:
        place = FileSystems.join(self._folder, f"{converted.file}.zip")
        with FileSystems.create(f"{place}.part") as target:
            target.write(converted.package)
        FileSystems.rename([f"{place}.part"], [place])
        yield place


def main(sources: str, out: str, *options: str) -> None:
    if not FileSystems.exists(out):
        FileSystems.mkdirs(out)
    with beam.Pipeline(options=PipelineOptions(options)) as pipeline:
        done = (
            pipeline
            | fileio.MatchFiles(sources)
            | fileio.ReadMatches()
            | beam.Reshuffle()  # or the files of one pattern stay with one worker
            | beam.ParDo(Convert()).with_outputs("findings", main="packages")
        )
        done.packages | beam.ParDo(Save(out))
        done.findings | beam.io.WriteToText(f"{out}/findings", file_name_suffix=".jsonl")


if __name__ == "__main__":
    main(*sys.argv[1:])
