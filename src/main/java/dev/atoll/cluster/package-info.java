/** Members of a realm of many nodes, and the links between them; the only package that knows Hazelcast. */
package dev.atoll.cluster;
