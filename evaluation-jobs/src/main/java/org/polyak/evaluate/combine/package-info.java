/** Several predictions made one: ensembles, and what is fitted to make them better. */
package org.polyak.evaluate.combine;
