/** Where the file of an import is stored. */
export function fileKey({ workspaceId, id }: { workspaceId: string; id: string }): string {
  return `imports/${workspaceId}/${id}`
}
