/** The train stage. */
package org.polyak.train;
