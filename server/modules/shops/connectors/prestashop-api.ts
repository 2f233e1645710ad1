import type { Client } from '../net/client.ts'
import { get } from '../net/json.ts'
import { ShopError } from '../net/shop-error.ts'
import type { Shopkeeper } from './connector.ts'

/** One list of the webservice; `[]` and an object without the list are both empty. Throws `not_a_shop` for what is no list. */
export async function askPresta(
  client: Client,
  { url, credentials }: Shopkeeper,
  resource: string,
  query: Record<string, string>,
): Promise<{ json: unknown }> {
  const search = new URLSearchParams({ output_format: 'JSON', ...query })
  const { json } = await client.send({
    method: 'GET',
    url: `${url}/api/${resource}?${search}`,
    headers: {
      authorization: `Basic ${Buffer.from(`${credentials.webserviceKey}:`).toString('base64')}`,
      'output-format': 'JSON',
    },
  })
  const isList = Array.isArray(json) || collections(resource).some((name) => Array.isArray(get(json, name)))
  if (!isList) throw new ShopError('not_a_shop', `api/${resource}`)
  return { json }
}

export const collections = (resource: string) =>
  resource === 'order_slip' ? ['order_slips', 'order_slip'] : [resource]
