package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/FerretDB/wire"
	"github.com/FerretDB/wire/wirebson"
	"github.com/FerretDB/wire/wireclient"
)

const asServer = "FERRETDB_TEST_SERVER"

// TestMain lets the test binary also run as the server, so that tests can stop and kill a real process.
func TestMain(m *testing.M) {
	if os.Getenv(asServer) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

type process struct {
	*exec.Cmd
	address string
}

func startServer(t *testing.T, dir string) *process {
	t.Helper()
	port := freePort(t)
	cmd := exec.Command(os.Args[0], "--dbpath", dir, "--port", strconv.Itoa(port))
	cmd.Env = append(os.Environ(), asServer+"=1")
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	server := &process{cmd, net.JoinHostPort("127.0.0.1", strconv.Itoa(port))}
	t.Cleanup(server.kill)

	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		if conn, err := net.Dial("tcp", server.address); err == nil {
			conn.Close()
			return server
		}
		if ctx.Err() != nil {
			t.Fatal("the server did not start")
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (p *process) kill() {
	p.Process.Kill()
	p.Wait()
}

func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

type client struct {
	*wireclient.Conn
	t *testing.T
}

func connect(t *testing.T, network, address string) client {
	t.Helper()
	conn, err := net.Dial(network, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return client{wireclient.New(conn, quiet), t}
}

// try runs a command and returns its reply, or an error if the connection failed.
func (c client) try(pairs ...any) (*wirebson.Document, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_, body, err := c.Request(ctx, wire.MustOpMsg(pairs...))
	if err != nil {
		return nil, err
	}
	return body.(*wire.OpMsg).RawSection0().DecodeDeep()
}

// do runs a command that must succeed.
func (c client) do(pairs ...any) *wirebson.Document {
	c.t.Helper()
	reply, err := c.try(pairs...)
	if err != nil {
		c.t.Error(err)
		return wirebson.MustDocument()
	}
	if reply.Get("ok") != 1.0 || reply.Get("writeErrors") != nil {
		c.t.Errorf("%v answered %v", pairs[0], reply)
	}
	return reply
}

func (c client) insert(database string, docs ...any) {
	c.t.Helper()
	c.do("insert", "things", "documents", wirebson.MustArray(docs...), "$db", database)
}

// update changes at most one document and returns the number of changed ones.
func (c client) update(database string, filter, change *wirebson.Document) int32 {
	c.t.Helper()
	one := wirebson.MustDocument("q", filter, "u", change)
	n, _ := c.do("update", "things", "updates", wirebson.MustArray(one), "$db", database).Get("nModified").(int32)
	return n
}

// all returns all documents of the collection.
func (c client) all(database string) []*wirebson.Document {
	c.t.Helper()
	cursor, ok := c.do("find", "things", "batchSize", int32(1_000_000), "$db", database).Get("cursor").(*wirebson.Document)
	if !ok {
		c.t.Fatal("find answered without a cursor")
	}
	batch := cursor.Get("firstBatch").(*wirebson.Array)
	docs := make([]*wirebson.Document, batch.Len())
	for i := range docs {
		docs[i] = batch.Get(i).(*wirebson.Document)
	}
	return docs
}
