/** Image files in folders that are called by their class, below folders of splits or not. */
package org.polyak.pipeline.source.folder;
