import { Menu } from '@mantine/core'
import { IconArchive, IconArchiveOff, IconExternalLink } from '@tabler/icons-react'
import { useState } from 'react'
import type { ProductRecord } from '#contract/products.ts'
import { api } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { DeleteItem, MoreMenu } from '../../kernel/record/more-menu.tsx'
import { DiscontinueDialog } from './discontinue-dialog.tsx'

/** What else can be done with a product. */
export function ProductActions({ product }: { product: ProductRecord }) {
  const t = useT()
  const go = useGo()
  const can = useCan()
  const [ending, setEnding] = useState(false)
  const params = { id: product.id }
  const reactivate = useAct('DELETE /products/:id/discontinuation', { done: t('products.discontinued.back') })
  const remove = useAct('DELETE /products/:id', {
    // What is gone is not asked for again.
    invalidates: ['/product-families'],
    done: t('products.delete.done'),
    undo: () => api('POST /products/:id/restoration', { params }),
  })
  if (!can('products.write')) return null
  return (
    <>
      <MoreMenu>
        <Menu.Item
          component="a"
          href={`/w/${product.id}`}
          target="_blank"
          rel="noopener"
          leftSection={<IconExternalLink size={16} />}
        >
          {t('products.record.waitPage')}
        </Menu.Item>
        {product.state === 'active' ? (
          <Menu.Item leftSection={<IconArchive size={16} />} onClick={() => setEnding(true)}>
            {t('products.discontinued.action')}
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconArchiveOff size={16} />} onClick={() => reactivate.mutate({ params })}>
            {t('products.discontinued.undo')}
          </Menu.Item>
        )}
        <DeleteItem
          onClick={() => {
            remove.mutate({ params })
            go('/products')
          }}
        >
          {t('products.delete.action')}
        </DeleteItem>
      </MoreMenu>
      {ending && <DiscontinueDialog product={product} onClose={() => setEnding(false)} />}
    </>
  )
}
