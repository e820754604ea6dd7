/**
 * Tar archives on any storage, read where they lie. Nothing is unpacked: indexing reads the headers
 * and seeks over what is between them, and tasks read byte ranges that begin at headers.
 *
 * <p>What is wrong with one member (an unsafe name, a link, too many bytes) refuses that member.
 * What hides where the next header is (a wrong checksum, a size beyond the end, a missing end)
 * fails the job with the archive and the offset: going on would lose members without a trace.
 */
package org.polyak.pipeline.source.tar;
