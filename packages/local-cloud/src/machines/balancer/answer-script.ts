/**
 * The Lua service that answers for rules with a fixed response or a redirect: what it says stands in variables of
 * the request, which come out of the map of rules, so that such a rule needs no reload either.
 */
export const ANSWER_SCRIPT = `core.register_service('answer', 'http', function(applet)
  local host = ((applet.headers['host'] or {})[0] or ''):gsub(':%d+$', '')
  local path = applet.path:gsub('^/', '')
  local query = applet.qs or ''
  local values = { host = host, path = path, query = query }
  local body = applet:get_var('txn.body') or ''
  applet:set_status(tonumber(applet:get_var('txn.status')))
  for line in (applet:get_var('txn.headers') or ''):gmatch('[^\\n]+') do
    local name, value = line:match('^(%S+) (.*)$')
    if name == 'location' then
      if query == '' then value = value:gsub('%?#{query}$', '') end
      value = value:gsub('#{(%a+)}', values)
    end
    applet:add_header(name, value)
  end
  applet:add_header('content-length', tostring(#body))
  applet:start_response()
  if applet.method ~= 'HEAD' then applet:send(body) end
end)
`;
