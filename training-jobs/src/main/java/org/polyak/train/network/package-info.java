/** Networks, described independently of what computes them. */
package org.polyak.train.network;
