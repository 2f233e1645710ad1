import type { useT } from '../../kernel/i18n.tsx'

export const kinds = ['woocommerce', 'prestashop', 'shopify'] as const
export const parts = ['products', 'prices', 'stock', 'orders', 'returns'] as const
/** Keys that a kind needs, in the order in which its own screens show them. */
export const keysOf = {
  woocommerce: ['consumerKey', 'consumerSecret'],
  prestashop: ['webserviceKey'],
  shopify: ['accessToken'],
} as const

const usual = [5, 15, 30, 60, 180, 360, 720, 1440]

/** Times between two runs, with the one that is set though it is not usual. */
export function everyOptions(t: ReturnType<typeof useT>, current: number) {
  const label = (minutes: number) => {
    if (minutes === 1440) return t('shops.every.day')
    return minutes % 60 === 0
      ? t('shops.every.hours', { count: minutes / 60 })
      : t('shops.every.minutes', { count: minutes })
  }
  return [...new Set([...usual, current])]
    .sort((a, b) => a - b)
    .map((minutes) => ({ value: String(minutes), label: label(minutes) }))
}
