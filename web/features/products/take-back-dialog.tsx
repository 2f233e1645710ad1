import type { Spec } from '#contract/product-parts.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'

/** Discards a draft, or takes back a publication before its day. */
export function TakeBackDialog({ productId, spec, onClose }: { productId: string; spec: Spec; onClose: () => void }) {
  const t = useT()
  const { version } = spec
  const params = { id: productId, version }
  const discard = useAct('DELETE /products/:id/specs/:version', { done: t('products.spec.discarded') })
  const withdraw = useAct('DELETE /products/:id/specs/:version/publication', {
    done: t('products.spec.withdrawn', { version }),
  })
  const [act, word] = spec.state === 'draft' ? ([discard, 'discard'] as const) : ([withdraw, 'withdraw'] as const)
  return (
    <ConfirmDialog
      title={t(`products.spec.${word}Title`, { version })}
      text={t(`products.spec.${word}Text`)}
      confirmLabel={t(`products.spec.${word}`)}
      destructive={spec.state === 'draft'}
      onConfirm={() => act.mutateAsync({ params })}
      onClose={onClose}
    />
  )
}
