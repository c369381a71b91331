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

// reads lists the commands that change no document and so need no lock. All other commands count as writes, which is
// slower at worst.
var reads = map[string]bool{
	"aggregate": true, "buildInfo": true, "buildinfo": true, "collStats": true, "connectionStatus": true, "count": true,
	"dbStats": true, "dbstats": true, "distinct": true, "endSessions": true, "explain": true, "find": true, "getLog": true,
	"getMore": true, "getParameter": true, "hello": true, "hostInfo": true, "isMaster": true, "ismaster": true,
	"killCursors": true, "listCollections": true, "listCommands": true, "listDatabases": true, "listIndexes": true,
	"ping": true, "serverStatus": true, "whatsmyuri": true,
}

// gate is a proxy in front of FerretDB that serializes the writes of each database. FerretDB 1.24 reads, changes and stores
// a document in separate steps without a lock, whereas MongoDB's update of one document is atomic: of 200 concurrent $inc,
// 6 remained.
type gate struct {
	backend    string // the path of FerretDB's Unix socket
	mu         sync.Mutex
	writeLocks map[string]*sync.Mutex // by database
}

func newGate(backend string) *gate {
	return &gate{backend: backend, writeLocks: map[string]*sync.Mutex{}}
}

// serve relays all clients until ctx ends, then answers the requests in flight and closes the connections.
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
				slog.Debug("connection failed", "client", client.RemoteAddr(), "error", err)
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

// forward passes one request to FerretDB and the reply to the client. A write keeps the lock of its database until FerretDB
// replies, even if the client no longer waits.
func (g *gate) forward(request message, client io.Writer, server io.ReadWriter) error {
	release, err := g.acquire(request)
	if err != nil {
		return err
	}
	reply, err := roundTrip(request, server)
	release()
	if err != nil || request.wantsNoReply() {
		return err
	}
	_, err = client.Write(reply.withMongoDBCode())
	return err
}

// acquire waits until the request may run, and returns the function to call after the reply.
func (g *gate) acquire(request message) (release func(), err error) {
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
	lock := g.writeLock(database)
	lock.Lock()
	return lock.Unlock, nil
}

func (g *gate) writeLock(database string) *sync.Mutex {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.writeLocks[database] == nil {
		g.writeLocks[database] = new(sync.Mutex)
	}
	return g.writeLocks[database]
}

// roundTrip sends a request and reads the reply. FerretDB replies even to requests that want no reply.
func roundTrip(request message, server io.ReadWriter) (message, error) {
	if _, err := server.Write(request); err != nil {
		return nil, err
	}
	return readMessage(server)
}
