// Package domain holds Ringfence's rules: roles, subscription windows, what a
// record is made of and who may see which part of it. It does no I/O.
package domain
