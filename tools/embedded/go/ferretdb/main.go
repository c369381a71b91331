// Command ferretdb serves MongoDB's wire protocol from SQLite files, for machines that have no mongod.
// It supports mongod's flags --dbpath, --port and --bind_ip.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

// Paths are relative to the data folder, so that its length and special characters cannot break them.
const (
	lockFile = "ferretdb.lock"
	socket   = "ferretdb.sock"
	// FerretDB's defaults, except synchronous(full): write concern {j: true} requires a flush to disk before each commit is
	// acknowledged.
	sqlite = "file:./?_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)&_pragma=synchronous(full)"
)

func main() {
	dbpath := flag.String("dbpath", "/data/db", "data folder; created if it does not exist")
	port := flag.String("port", "27017", "TCP port")
	host := flag.String("bind_ip", "127.0.0.1", "address to listen on")
	flag.Parse()

	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *dbpath, net.JoinHostPort(*host, *port)); err != nil {
		fmt.Fprintln(os.Stderr, "ferretdb:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dbpath, address string) error {
	if err := enterFolder(dbpath); err != nil {
		return err
	}
	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{Unix: socket},
		Handler:   "sqlite",
		SQLiteURL: sqlite,
		Logger:    slog.Default(),
	})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}

	// FerretDB stops after the gate, so that it can answer the requests in flight.
	engine, stopEngine := context.WithCancel(context.WithoutCancel(ctx))
	stopped := make(chan error, 1)
	go func() { stopped <- server.Run(engine) }()
	err = newGate(socket).serve(ctx, listener)
	stopEngine()
	return errors.Join(err, <-stopped)
}

// enterFolder changes to the data folder and locks it against a second server.
func enterFolder(dbpath string) error {
	if err := os.MkdirAll(dbpath, 0o755); err != nil {
		return err
	}
	if err := os.Chdir(dbpath); err != nil {
		return err
	}
	// Not an os.File, because the garbage collector would close it and so release the lock.
	lock, err := syscall.Open(lockFile, syscall.O_CREAT|syscall.O_RDWR|syscall.O_CLOEXEC, 0o644)
	if err != nil {
		return fmt.Errorf("%s/%s: %w", dbpath, lockFile, err)
	}
	if err := syscall.Flock(lock, syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return fmt.Errorf("%s is in use by another server. Stop it, or set another --dbpath", dbpath)
	}
	if err := os.Remove(socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
