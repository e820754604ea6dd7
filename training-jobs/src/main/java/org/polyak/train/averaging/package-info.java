/** Parameter averaging: how an epoch is divided, what a replica does, how replicas are averaged. */
package org.polyak.train.averaging;
