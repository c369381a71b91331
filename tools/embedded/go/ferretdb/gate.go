package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"
)

// reads are the commands that change no document, and so need not wait for one another.
// A command that is not named here counts as a write: slower at worst, never wrong.
var reads = map[string]bool{
	"aggregate": true, "buildInfo": true, "buildinfo": true, "collStats": true, "connectionStatus": true, "count": true,
	"dbStats": true, "dbstats": true, "distinct": true, "endSessions": true, "explain": true, "find": true, "getLog": true,
	"getMore": true, "getParameter": true, "hello": true, "hostInfo": true, "isMaster": true, "ismaster": true,
	"killCursors": true, "listCollections": true, "listCommands": true, "listDatabases": true, "listIndexes": true,
	"ping": true, "serverStatus": true, "whatsmyuri": true,
}

// gate stands before FerretDB and lets each database do one write at a time. FerretDB 1.24 reads a document,
// changes it and stores it in separate steps with no lock around them, where MongoDB's update of one document is
// atomic: of 200 concurrent $inc, 6 stayed.
type gate struct {
	backend string // the path of FerretDB's Unix socket
	mu      sync.Mutex
	lanes   map[string]*sync.Mutex
}

func newGate(backend string) *gate { return &gate{backend: backend, lanes: map[string]*sync.Mutex{}} }

// serve relays every client until ctx ends; then what is under way is answered and the clients are let go.
func (g *gate) serve(ctx context.Context, listener net.Listener) error {
	defer context.AfterFunc(ctx, func() { listener.Close() })()
	var clients sync.WaitGroup
	defer clients.Wait()
	for {
		client, err := listener.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		clients.Add(1)
		go func() {
			defer clients.Done()
			defer client.Close()
			if err := g.relay(ctx, client); err != nil && !errors.Is(err, io.EOF) && ctx.Err() == nil {
				slog.Debug("a connection ended", "client", client.RemoteAddr(), "error", err)
			}
		}()
	}
}

func (g *gate) relay(ctx context.Context, client net.Conn) error {
	server, err := net.Dial("unix", g.backend)
	if err != nil {
		return err
	}
	defer server.Close()
	defer context.AfterFunc(ctx, func() { client.SetReadDeadline(time.Now()) })()
	for {
		request, err := readMessage(client)
		if err != nil {
			return err
		}
		if err := g.forward(request, client, server); err != nil {
			return err
		}
	}
}

// forward hands one request on and its reply back. A write holds its database until FerretDB has answered, even when
// the client no longer waits.
func (g *gate) forward(request message, client io.Writer, server io.ReadWriter) error {
	release, err := g.enter(request)
	if err != nil {
		return err
	}
	reply, err := exchange(request, server)
	release()
	if err != nil || request.wantsNoReply() {
		return err
	}
	_, err = client.Write(reply.withMongoDBCode())
	return err
}

// enter waits until the request may run, and returns what is to be called when it has.
func (g *gate) enter(request message) (release func(), err error) {
	if request.opcode() == opQuery {
		return func() {}, nil
	}
	name, database, err := request.command()
	if err != nil {
		return nil, err
	}
	if reads[name] {
		return func() {}, nil
	}
	lane := g.lane(database)
	lane.Lock()
	return lane.Unlock, nil
}

func (g *gate) lane(database string) *sync.Mutex {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.lanes[database] == nil {
		g.lanes[database] = new(sync.Mutex)
	}
	return g.lanes[database]
}

// exchange reads a reply to every request: FerretDB sends one even when it was told that none is wanted.
func exchange(request message, server io.ReadWriter) (message, error) {
	if _, err := server.Write(request); err != nil {
		return nil, err
	}
	return readMessage(server)
}
