/** Small text in pictures, without fonts. */
package org.polyak.pipeline.lettering;
