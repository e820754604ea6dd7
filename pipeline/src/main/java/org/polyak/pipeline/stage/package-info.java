/** The contract of a stage: its folder, its manifest, its place on the command line, progress. */
package org.polyak.pipeline.stage;
