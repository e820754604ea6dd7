/** Which transforms are applied in which order, and how a recipe says so. */
package org.polyak.augment.policy;
