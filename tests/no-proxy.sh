# Keeps curl and other programs from sending requests for a shop on this machine to a proxy; sourced.
NO_PROXY=localhost,127.0.0.1,::1,.local,${no_proxy:-${NO_PROXY:-}}
no_proxy=$NO_PROXY
export NO_PROXY no_proxy
