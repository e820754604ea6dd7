/** Random numbers as functions of what they are for. */
package org.polyak.augment.random;
