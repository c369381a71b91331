package main

import (
	"bytes"
	"regexp"
)

// diskTroubles are the ways in which SQLite's words end when its disk fails it, and what mongod would answer then.
var diskTroubles = []struct {
	text *regexp.Regexp
	code int32
	name string
}{
	{regexp.MustCompile(`database or disk is full \(\d+\)$`), 14031, "OutOfDiskSpace"},
	{regexp.MustCompile(`(disk I/O error|attempt to write a readonly database) \(\d+\)$`), 10107, "NotWritablePrimary"},
}

// inMongoDBsCodes gives a reply about a full or failing disk the code by which MongoDB's clients know that the same
// command can succeed later. FerretDB calls it an InternalError, as it does a bug of its own.
func (m message) inMongoDBsCodes() message {
	// Nearly every reply is something else, and need not be decoded to see that.
	if !bytes.Contains(m, []byte("InternalError")) {
		return m
	}
	doc, err := m.document()
	if err != nil || doc.Get("ok") != 0.0 || doc.Get("codeName") != "InternalError" {
		return m
	}
	text, _ := doc.Get("errmsg").(string)
	for _, trouble := range diskTroubles {
		if trouble.text.MatchString(text) {
			doc.Replace("code", trouble.code)
			doc.Replace("codeName", trouble.name)
			return m.with(doc)
		}
	}
	return m
}
