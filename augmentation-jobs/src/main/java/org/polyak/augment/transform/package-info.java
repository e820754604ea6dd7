/** The transforms, one record each: parameters, what is drawn, what is done. */
package org.polyak.augment.transform;
