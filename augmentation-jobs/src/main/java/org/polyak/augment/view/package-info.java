/** What a network gets to see of one image at test time: crops at several places and scales. */
package org.polyak.augment.view;
