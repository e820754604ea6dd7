/**
 * The ingest stage: raw images to a data set. A survey reads every input file once, checks it and
 * takes its digest; then Spark turns the records into rows, puts them in order and writes them; the
 * written files are read back for counts, fingerprint and training statistics.
 */
package org.polyak.pipeline.ingest;
