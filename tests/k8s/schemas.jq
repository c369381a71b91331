# Converts Kubernetes' OpenAPI document for kubeconform, and rejects unknown fields as kubectl does.
def closed: if type == "object" then
    (if has("properties") and (has("additionalProperties") | not) then .additionalProperties = false else . end) |
    (if .format == "int-or-string" then del(.type) else . end) |
    map_values(closed)
  elif type == "array" then map(closed) else . end;
{ definitions: (.definitions | map_values(closed)) }
