import type { RedisClient } from './connections.ts'
import { RedisRefusal } from './explain-refusal.ts'
import type { RedisMode } from './redis-settings.ts'

/**
 * Writes, as PING works on a replica and on a wrong node too; with `full` into each kind of value that the queues use,
 * so that a missing right shows before a job needs it. Answers what the server says of itself; BullMQ's workers ask
 * for INFO, too.
 */
const script = `
local writes = {{'SET', '1', 'PX', 60000}}
if ARGV[1] == 'full' then
  writes = {{'SET', '1'}, {'DEL'}, {'HSET', 'a', '1'}, {'DEL'}, {'LPUSH', 'a'}, {'DEL'}, {'ZADD', '1', 'a'}, {'DEL'},
    {'SADD', 'a'}, {'DEL'}, {'XADD', '*', 'a', '1'}, {'DEL'}, {'INCR'}, {'PEXPIRE', 60000}}
end
local function refusal(name, answer)
  if type(answer) ~= 'table' or not answer.err then return nil end
  -- Redis 7.0 does not say which.
  if string.find(answer.err, "can't run this command", 1, true) then
    return redis.error_reply("NOPERM no permissions to run the '" .. string.lower(name) .. "' command")
  end
  return answer
end
for _, write in ipairs(writes) do
  local name = table.remove(write, 1)
  local refused = refusal(name, redis.pcall(name, KEYS[1], unpack(write)))
  if refused then return refused end
end
local text = ''
for _, section in ipairs({'replication', 'memory', 'cluster'}) do
  local answer = redis.pcall('INFO', section)
  local refused = refusal('INFO', answer)
  if refused then return refused end
  text = text .. answer
end
return text`

export type Thoroughness = 'brief' | 'full'

/**
 * Whether the server behind the keys of this prefix takes writes. Answers what is wrong with it short of that, each as
 * a sentence.
 * @throws RedisRefusal for a replica that takes writes; as Redis answers for one that doesn't
 */
export async function checkServer(
  client: RedisClient,
  { prefix, mode, how }: { prefix: string; mode: RedisMode; how: Thoroughness },
): Promise<string[]> {
  const info = String(await client.eval(script, 1, `${prefix}:probe`, how))
  if (readInfo(info, 'role') === 'slave')
    throw new RedisRefusal('Redis is a replica: its address must lead to the primary')
  const warnings: string[] = []
  const policy = readInfo(info, 'maxmemory_policy')
  if (policy !== undefined && policy !== 'noeviction')
    warnings.push(`Redis may evict jobs: maxmemory-policy is ${policy}, and should be noeviction`)
  if (mode !== 'cluster' && readInfo(info, 'cluster_enabled') === '1')
    warnings.push('Redis is a node of a cluster: set REDIS_MODE=cluster, as its slots may move')
  return warnings
}

export interface RedisMemory {
  usedBytes: number
  /** 0 for no limit. */
  maxBytes: number
}

/** The memory of the server that holds `key`: in a cluster, other nodes have nothing to do with the queues. */
export async function readMemory(client: RedisClient, key: string): Promise<RedisMemory> {
  const info = String(await client.eval(`return redis.call('INFO', 'memory')`, 1, key))
  return {
    usedBytes: Number(readInfo(info, 'used_memory') ?? 0),
    maxBytes: Number(readInfo(info, 'maxmemory') ?? 0),
  }
}

function readInfo(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(\\S*)`, 'm').exec(info)?.[1]
}
