/** From predictions to metrics and mistakes. */
package org.polyak.evaluate.judge;
