package main

import (
	"bytes"
	"regexp"
)

// diskErrors maps the ends of SQLite's disk error messages to MongoDB's error codes.
var diskErrors = []struct {
	text *regexp.Regexp
	code int32
	name string
}{
	{regexp.MustCompile(`database or disk is full \(\d+\)$`), 14031, "OutOfDiskSpace"},
	{regexp.MustCompile(`(disk I/O error|attempt to write a readonly database) \(\d+\)$`), 10107, "NotWritablePrimary"},
}

// withMongoDBCode replaces the code in a reply about a full or failing disk with MongoDB's, from which clients know that
// the command can succeed later. FerretDB reports an InternalError, as for its own bugs.
func (m message) withMongoDBCode() message {
	// A search in the bytes avoids decoding nearly all replies.
	if !bytes.Contains(m, []byte("InternalError")) {
		return m
	}
	doc, err := m.document()
	if err != nil || doc.Get("ok") != 0.0 || doc.Get("codeName") != "InternalError" {
		return m
	}
	text, _ := doc.Get("errmsg").(string)
	for _, known := range diskErrors {
		if known.text.MatchString(text) {
			doc.Replace("code", known.code)
			doc.Replace("codeName", known.name)
			return m.with(doc)
		}
	}
	return m
}
