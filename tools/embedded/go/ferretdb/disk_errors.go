package main

import (
	"bytes"
	"regexp"
)

// diskErrors are the endings of SQLite's messages when its disk fails, and what mongod would answer then.
var diskErrors = []struct {
	text *regexp.Regexp
	code int32
	name string
}{
	{regexp.MustCompile(`database or disk is full \(\d+\)$`), 14031, "OutOfDiskSpace"},
	{regexp.MustCompile(`(disk I/O error|attempt to write a readonly database) \(\d+\)$`), 10107, "NotWritablePrimary"},
}

// withMongoDBCode gives a reply about a full or failing disk the code by which MongoDB's clients know that the same
// command can succeed later. FerretDB calls it an InternalError, as it does a bug of its own.
func (m message) withMongoDBCode() message {
	// Searching the bytes first saves decoding nearly every reply.
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
