/** Collections whose images are files of their own, read in bundles. */
package org.polyak.pipeline.source.files;
