"""Apache Spark: `binaryFile` reads the documents, `mapInPandas` converts them, two tables of Parquet come out.

    export PYSPARK_PYTHON=$(which python)        # the workers need this Python, with sdconvert in it
    python spark_job.py /data/in /data/out

OUT/documents has a row for each document (file, package or null), OUT/findings a row for each finding.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
from conversion import convert_bytes
from pyspark.sql import SparkSession
from pyspark.sql import functions as f

SCHEMA = (
    "file string, package binary, "
    "findings array<struct<file: string, code: string, severity: string, message: string, place: string>>"
)
NAMES = "*.docx"
ROWS_AT_ONCE = 16  # whole documents travel through Arrow: the default of 10,000 rows would not fit in memory


def convert_frames(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Rows of `binaryFile` in, rows of SCHEMA out; runs in the workers."""
    for frame in frames:
        done = [
            convert_bytes(unquote(path.rsplit("/", 1)[-1]), bytes(content))
            for path, content in zip(frame["path"], frame["content"], strict=True)
        ]
        yield pd.DataFrame(
            {
                "file": [one.file for one in done],
                "package": [one.package for one in done],
                "findings": [[row._asdict() for row in one.findings] for one in done],
            }
        )


def empty_files(spark: SparkSession, folder: str) -> list[str]:
    """The names of the files without a byte: `binaryFile` passes them over in silence."""
    pattern = spark._jvm.org.apache.hadoop.fs.Path(f"{folder}/{NAMES}")
    found = pattern.getFileSystem(spark._jsc.hadoopConfiguration()).globStatus(pattern)
    return [status.getPath().getName() for status in found if status.isFile() and status.getLen() == 0]


def main(folder: str, out: str) -> None:
    spark = (
        SparkSession.builder.appName("sdconvert")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", ROWS_AT_ONCE)
        .getOrCreate()
    )
    spark.sparkContext.addPyFile(
        str(Path(__file__).with_name("conversion.py"))
    )  # modules beside a script do not travel
    files = spark.read.format("binaryFile").option("pathGlobFilter", NAMES).load(folder).select("path", "content")
    documents = files.repartition(spark.sparkContext.defaultParallelism * 4).mapInPandas(convert_frames, SCHEMA)
    empty = spark.createDataFrame([convert_bytes(name, b"") for name in empty_files(spark, folder)], SCHEMA)
    documents.unionByName(empty).write.mode("overwrite").parquet(f"{out}/documents")
    written = spark.read.parquet(f"{out}/documents")  # or each use of `documents` would convert again
    findings = written.select(f.explode("findings").alias("row")).select("row.*")
    findings.write.mode("overwrite").parquet(f"{out}/findings")
    failed = written.filter(f.col("package").isNull()).count()
    print(f"{written.count()} documents: {failed} failed; {findings.count()} findings")
    findings.groupBy("severity").count().orderBy("severity").show()
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
