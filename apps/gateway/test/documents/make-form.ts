/** A form with these fields and, as `files`, files with this content. */
export function makeForm({
  files,
  ...fields
}: { files?: (string | File)[] } & Record<string, unknown>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields))
    value instanceof File ? form.append(name, value) : form.append(name, String(value))
  for (const [index, file] of (files ?? []).entries())
    form.append(
      'files',
      typeof file === 'string' ? new File([file], `file-${index}.txt`, { type: 'text/plain' }) : file,
    )
  return form
}
