import type { ProductRecord } from '#contract/products.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useApi } from '../../kernel/query.ts'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { InlineField } from '../../kernel/record/inline-field.tsx'
import type { useRecordSave } from '../../kernel/record/use-record-save.tsx'

type Save = ReturnType<typeof useRecordSave<'GET /products/:id', 'PATCH /products/:id'>>['save']

export function ProductFacts({ product, save }: { product: ProductRecord; save: Save }) {
  const t = useT()
  const format = useFormat()
  const families = useApi('GET /product-families')
  const readOnly = !useCan()('products.write')
  return (
    <>
      {product.imageUrl && <img className="pr-picture" src={product.imageUrl} alt="" />}
      <Facts title={t('products.record.facts')}>
        <InlineField
          kind="text"
          label={t('products.fields.name')}
          required
          readOnly={readOnly}
          value={product.name}
          onSave={(name, begun) => name && save({ name }, begun)}
        />
        <InlineField
          kind="text"
          label={t('products.fields.sku')}
          required
          readOnly={readOnly}
          value={product.sku}
          onSave={(sku, begun) => sku && save({ sku }, begun)}
        />
        <InlineField
          kind="select"
          label={t('products.fields.family')}
          readOnly={readOnly}
          value={product.familyId}
          options={(families.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onSave={(familyId, begun) => save({ familyId }, begun)}
        />
        <Fact label={t('products.fields.price')}>
          <span className="td-num">{format.money(product.price)}</span>
        </Fact>
        <Fact label={t('products.fields.lowest')}>
          <span className="td-num">
            {product.lowestPrice30Days === null
              ? '–'
              : format.money({
                  amountCents: product.lowestPrice30Days,
                  currency: product.price?.currency ?? format.currency,
                })}
          </span>
        </Fact>
        <InlineField
          kind="text"
          label={t('products.fields.unit')}
          readOnly={readOnly}
          value={product.unit}
          onSave={(unit, begun) => save({ unit }, begun)}
        />
        <InlineField
          kind="url"
          label={t('products.fields.url')}
          readOnly={readOnly}
          value={product.url}
          onSave={(url, begun) => save({ url }, begun)}
        />
        <InlineField
          kind="member"
          label={t('products.fields.owner')}
          readOnly={readOnly}
          value={product.ownerId}
          onSave={(ownerId, begun) => save({ ownerId }, begun)}
        />
        <InlineField
          kind="tags"
          label={t('products.fields.tags')}
          readOnly={readOnly}
          value={product.tags}
          onSave={(tags, begun) => save({ tags }, begun)}
        />
        <InlineField
          kind="long_text"
          label={t('products.fields.description')}
          readOnly={readOnly}
          value={product.description || null}
          onSave={(description, begun) => save({ description: description ?? '' }, begun)}
        />
      </Facts>
    </>
  )
}
