"""The same build on Apache Spark: records are read, merged, validated and written partition by partition.

Nothing here decides anything about records or triples: each stage hands the lines of one partition to the function that
the build on one machine calls too. Only these modules know of Spark, and only :mod:`graph_builder.spark.session`
imports it, so that all is well without the extra ``tuyun[spark]`` until somebody asks for it.
"""
