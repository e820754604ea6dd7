/** What replicas compute on: processors, or a GPU each. */
package org.polyak.train.device;
