// Package testdb gives tests real databases: a new SQLite file, or a new database
// on a private MariaDB that lives as long as the test process. It starts and stops
// servers and knows nothing of the product's tables; it must not be linked into
// the product, and it never skips: a missing server is a failed test.
package testdb
