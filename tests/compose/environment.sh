#!/usr/bin/env bash
# Checks how Compose and its scripts read .env, and that a program at [::1] is noticed. Starts no container.
source "$(dirname "$0")/lib.sh"
work=$(mktemp -d)
holder=
trap '[ -z "$holder" ] || kill "$holder"; rm -rf "$work"' EXIT
mkdir "$work/tools" "$work/tools/tls"
cp docker-compose.yml "$work"
cp tools/compose-setting.sh tools/session-keys.sh "$work/tools"
cp tools/tls/secrets.sh "$work/tools/tls"

# Values of JWT_PRIVATE_KEY that Compose and the launcher read alike.
texts=('JWT_PRIVATE_KEY=1' 'JWT_PRIVATE_KEY= 1 # one' 'JWT_PRIVATE_KEY=a#b' 'JWT_PRIVATE_KEY=#b' 'JWT_PRIVATE_KEY=1\r\n' 'JWT_PRIVATE_KEY=\r\n' 'JWT_PRIVATE_KEY=""' "JWT_PRIVATE_KEY=''" 'JWT_PRIVATE_KEY=" "'
  'JWT_PRIVATE_KEY=""# none' 'JWT_PRIVATE_KEY: 1' 'export JWT_PRIVATE_KEY=1' '\xef\xbb\xbfJWT_PRIVATE_KEY=1' "JWT_PRIVATE_KEY='a\nb'" 'JWT_PRIVATE_KEY="a\\tb\\"c\\\\"' 'JWT_PRIVATE_KEY=a\\tb'
  "JWT_PRIVATE_KEY=it's" 'JWT_PRIVATE_KEY=0\nJWT_PRIVATE_KEY=1' 'A=1\nJWT_PRIVATE_KEY=$A${A}' 'JWT_PRIVATE_KEY=${A:-1}' 'JWT_PRIVATE_KEY=${A-1}' 'A=\nJWT_PRIVATE_KEY=${A:-1}' 'A=1\nJWT_PRIVATE_KEY=${A:+2}'
  'A=1\nJWT_PRIVATE_KEY=${B:-${A}2}' 'JWT_PRIVATE_KEY=a$$b' 'JWT_PRIVATE_KEY=a$1' "JWT_PRIVATE_KEY='\$HOME'" 'JWT_PRIVATE_KEY="\\$HOME"' 'nonsense\nJWT_PRIVATE_KEY=1' '1A=2\nJWT_PRIVATE_KEY=1')
launcher() {
  node --input-type=module -e "
    import { readDotenv } from './tools/embedded/lib/dotenv.mjs';
    process.stdout.write(readDotenv(process.argv[1], {}).JWT_PRIVATE_KEY ?? '');" "$work/.env"
}
# Compose writes $ as $$ in its output.
compose() { env -u JWT_PRIVATE_KEY "$work/tools/compose-setting.sh" JWT_PRIVATE_KEY 2>/dev/null | sed 's/\$\$/$/g'; }
for text in "${texts[@]}"; do
  printf "${text//%/%%}" >"$work/.env"
  check_equal "npm start reads $(printf '%q' "$text") as Compose does" "$(compose)" "$(launcher)"
done
for text in 'A=1\nJWT_PRIVATE_KEY="1' 'MY KEY=1' 'JWT_PRIVATE_KEY=${A:?set A}'; do
  printf "$text" >"$work/.env"
  check_fails "Compose rejects $text" 'failed to read' "$work/tools/compose-setting.sh" JWT_PRIVATE_KEY
  check_fails "npm start rejects $text" 'Line [0-9] of .env is invalid' launcher
done

for text in '' 'JWT_PRIVATE_KEY=' 'JWT_PRIVATE_KEY=\r\n' 'JWT_PRIVATE_KEY=""\n' 'JWT_PRIVATE_KEY=  \n' 'JWT_PRIVATE_KEY= # none yet\n' 'JWT_PRIVATE_KEY=# none yet'; do
  printf "$text" >"$work/.env"
  JWT_PRIVATE_KEY='' JWT_PUBLIC_KEYS='' MINIO_SECRET_KEY='' "$work/tools/tls/secrets.sh" >/dev/null
  [[ $(compose) =~ ^[A-Za-z0-9+/]{100,}=*$ ]] || fail "just tls generates a key after $text" "$(compose)"
  passed "just tls generates a key after $(printf '%q' "$text")"
done
printf 'A=k\nexport JWT_PRIVATE_KEY="${A}ey"\r\n' >"$work/.env"
check 'just tls keeps a key' "$work/tools/tls/secrets.sh"
check_equal 'the key is unchanged' key "$(compose)"

port=$(node --input-type=module -e "import { freePort } from './tools/embedded/lib/ports.mjs'; console.log(await freePort());")
check 'just up accepts free ports' env PORT="$port" tools/check-ports.sh
node -e "require('net').createServer().listen($port, '::1')" &
holder=$!
at_ipv6() { (exec 3<>"/dev/tcp/::1/$port") 2>/dev/null; }
check 'a program listens at [::1]' eventually 10 at_ipv6
check_fails 'just up names it' "Port $port at \[::1\] is used by process $holder \(node\)" env PORT="$port" just up
finish
