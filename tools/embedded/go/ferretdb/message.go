package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"

	"github.com/FerretDB/wire/wirebson"
)

const (
	headerSize     = 16
	documentAt     = headerSize + 4 + 1 // after the flags and the kind of the first section
	maxMessageSize = 48_000_000         // maxMessageSizeBytes in the server's handshake
	opMsg          = 2013
	opQuery        = 2004 // used only for the handshake of older drivers
	moreToCome     = 1 << 1
)

var errUnreadable = errors.New("not a message of MongoDB's wire protocol")

// message is a message of the wire protocol: a header, then a body that depends on the opcode.
type message []byte

func readMessage(r io.Reader) (message, error) {
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return nil, err
	}
	length := binary.LittleEndian.Uint32(size[:])
	if length < headerSize || length > maxMessageSize {
		return nil, errUnreadable
	}
	m := make(message, length)
	copy(m, size[:])
	_, err := io.ReadFull(r, m[len(size):])
	return m, err
}

func (m message) opcode() uint32 { return binary.LittleEndian.Uint32(m[12:]) }

// wantsNoReply reports whether the client expects no reply (write concern 0).
func (m message) wantsNoReply() bool {
	return m.opcode() == opMsg && len(m) >= headerSize+4 && binary.LittleEndian.Uint32(m[headerSize:])&moreToCome != 0
}

// document decodes the section of kind 0 of an OP_MSG, a command or its reply. All drivers send that section first.
func (m message) document() (*wirebson.Document, error) {
	const kind = documentAt - 1
	if len(m) < documentAt || m.opcode() != opMsg || m[kind] != 0 {
		return nil, errUnreadable
	}
	size, err := wirebson.FindRaw(m[documentAt:])
	if err != nil {
		return nil, err
	}
	return wirebson.RawDocument(m[documentAt : documentAt+size]).Decode()
}

// with returns a copy of the message whose body is doc.
func (m message) with(doc *wirebson.Document) message {
	raw, err := doc.Encode()
	if err != nil {
		return m
	}
	changed := append(bytes.Clone(m[:documentAt]), raw...)
	binary.LittleEndian.PutUint32(changed, uint32(len(changed)))
	return changed
}

// command returns the name of the command and its database.
func (m message) command() (name, database string, err error) {
	doc, err := m.document()
	if err != nil {
		return "", "", err
	}
	name = doc.Command()
	database, _ = doc.Get("$db").(string)
	if name == "renameCollection" { // sent to admin; the collection's full name contains its database
		from, _ := doc.Get(name).(string)
		database, _, _ = strings.Cut(from, ".")
	}
	return name, database, nil
}
