import type { Connector, ShopKind } from './connector.ts'
import { prestashop } from './prestashop.ts'
import { shopify } from './shopify.ts'
import { woocommerce } from './woocommerce.ts'

/** Every kind of shop that can be connected. */
export const connectors: Readonly<Record<ShopKind, Connector>> = { woocommerce, prestashop, shopify }
