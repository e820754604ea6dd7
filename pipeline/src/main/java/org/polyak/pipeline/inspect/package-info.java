/**
 * The inspect command: a data set's figures as text and as a page, and sheets of its images to look
 * at. {@link org.polyak.pipeline.inspect.Inspection} gathers, the page and the sheets draw.
 */
package org.polyak.pipeline.inspect;
