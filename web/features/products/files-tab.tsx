import { ActionIcon, Button, FileButton, Group, Stack, Text, Tooltip } from '@mantine/core'
import { IconFile, IconPhoto, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ProductFile, ProductRecord } from '#contract/products.ts'
import { upload } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { invalidate, useAct, useApi } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { useToast } from '../../kernel/toast.tsx'

/** Images and documents of a product. The first image stands for it everywhere. */
export function FilesTab({ product }: { product: ProductRecord }) {
  const t = useT()
  const toast = useToast()
  const client = useQueryClient()
  const mayWrite = useCan()('products.write')
  const files = useApi('GET /products/:id/files', { params: { id: product.id } })
  const [busy, setBusy] = useState(false)
  const add = async (file: File | null) => {
    if (!file) return
    const form = new FormData()
    form.append('file', file)
    setBusy(true)
    try {
      await upload('POST /products/:id/files', { params: { id: product.id }, form })
      toast.done(t('products.files.added'))
    } catch (error) {
      toast.failed(error)
    } finally {
      setBusy(false)
      await invalidate(client, '/products')
    }
  }
  const button = mayWrite && (
    <FileButton onChange={(file) => void add(file)}>
      {(props) => (
        <Button {...props} loading={busy} leftSection={<IconPlus size={16} />}>
          {t('products.files.add')}
        </Button>
      )}
    </FileButton>
  )
  if (!files.data) return null
  if (files.data.items.length === 0)
    return (
      <EmptyState
        title={t('products.files.emptyTitle')}
        text={t('products.files.empty')}
        picture={<IconPhoto size={40} stroke={1.2} />}
        action={button}
      />
    )
  return (
    <Stack gap="sm">
      <Group justify="flex-end">{button}</Group>
      <ul className="pr-files">
        {files.data.items.map((file) => (
          <FileItem key={file.id} productId={product.id} file={file} mayWrite={mayWrite} />
        ))}
      </ul>
    </Stack>
  )
}

function FileItem({ productId, file, mayWrite }: { productId: string; file: ProductFile; mayWrite: boolean }) {
  const t = useT()
  const format = useFormat()
  const remove = useAct('DELETE /products/:id/files/:fileId', { done: t('products.files.removed') })
  return (
    <li>
      <a href={file.url} target="_blank" rel="noopener" aria-label={file.name}>
        {file.kind === 'image' ? <img src={file.url} alt={file.title} loading="lazy" /> : <IconFile size={32} />}
      </a>
      <Group justify="space-between" wrap="nowrap" gap={4}>
        <Text size="sm" truncate>
          {file.title || file.name}
        </Text>
        {mayWrite && (
          <Tooltip label={t('products.files.remove', { name: file.name })}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('products.files.remove', { name: file.name })}
              onClick={() => remove.mutate({ params: { id: productId, fileId: file.id } })}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
      <Text size="xs" c="dimmed" className="td-num">
        {t('products.files.size', { kilobytes: Math.max(1, Math.round(file.bytes / 1000)) })} ·{' '}
        {format.date(file.createdAt)}
      </Text>
    </li>
  )
}
