/** The evaluate stage. */
package org.polyak.evaluate;
