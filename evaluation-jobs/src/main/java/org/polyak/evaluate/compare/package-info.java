/** Runs and reports side by side. */
package org.polyak.evaluate.compare;
