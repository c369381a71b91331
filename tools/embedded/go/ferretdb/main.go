// Command ferretdb serves MongoDB's wire protocol from SQLite files, for machines that have no mongod.
// It takes mongod's flags --dbpath, --port and --bind_ip.
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

// Relative to the data folder, so that neither its length nor an odd character in it matters.
const (
	lockFile = "ferretdb.lock"
	socket   = "ferretdb.sock"
	// FerretDB's own defaults, and a flush to the disk before every commit is acknowledged, as write concern
	// {j: true} asks for.
	sqlite = "file:./?_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)&_pragma=synchronous(full)"
)

func main() {
	dbpath := flag.String("dbpath", "/data/db", "folder of the data; made if it is not there")
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

	// FerretDB outlives the gate, so that what is under way at the end is still answered.
	engine, stopEngine := context.WithCancel(context.WithoutCancel(ctx))
	stopped := make(chan error, 1)
	go func() { stopped <- server.Run(engine) }()
	err = newGate(socket).serve(ctx, listener)
	stopEngine()
	return errors.Join(err, <-stopped)
}

// enterFolder makes the data folder the working one and keeps any second server out of it.
func enterFolder(dbpath string) error {
	if err := os.MkdirAll(dbpath, 0o755); err != nil {
		return err
	}
	if err := os.Chdir(dbpath); err != nil {
		return err
	}
	// Not an os.File, which would close itself, and so end the lock, once nothing refers to it.
	lock, err := syscall.Open(lockFile, syscall.O_CREAT|syscall.O_RDWR|syscall.O_CLOEXEC, 0o644)
	if err != nil {
		return fmt.Errorf("%s/%s: %w", dbpath, lockFile, err)
	}
	if err := syscall.Flock(lock, syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return fmt.Errorf("%s is in use by another server: stop that one, or choose another --dbpath", dbpath)
	}
	if err := os.Remove(socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
