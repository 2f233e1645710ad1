type Facts = { id: string; sku: string; name: string }
/** What every event about a product says of it. */
export const productFacts = ({ id, sku, name }: Facts) => ({ productId: id, sku, name })
