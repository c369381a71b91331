import { eventServiceNames, serviceNames } from './services.mjs';

// Prints the names of the services, for shell scripts: print-names.mjs [--with-events]
console.log((process.argv[2] === '--with-events' ? eventServiceNames : serviceNames).join('\n'));
