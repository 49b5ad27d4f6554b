/** Ids in examples. The test that sends them puts real ones in their place, and these back into the answers. */
export const exampleIds = {
  lead: '019a20ab-f3a4-77ab-82e0-ef1057220930',
  /** Another lead of the same person. */
  other: '019a20ab-f3a4-7c1e-93d0-2b7f64a8c5d9',
  /** A message of the lead that awaits approval. */
  draft: '019a20ab-f3a5-7d0c-9a51-0c2f7be1a4d7',
  document: '019a20ab-f3a6-7e1d-8b62-1d308cf2b5e8',
  /** What the file item of the checklist is called on the lead. */
  fileItem: '7c9e6679-7425-50de-944b-e07fc1f90ae7',
  /** A webhook endpoint of the workspace, and a test event that was sent to it. */
  endpoint: '019a20ac-0b1c-7d3e-8f40-5a6b7c8d9e0f',
  delivery: '019a20ac-0b1d-7a2b-9c3d-4e5f60718293',
  /** An import that waits for its turn. */
  import: '019a20ad-1c2d-7e3f-8a4b-5c6d7e8f9a0b',
  /** A source of the workspace, and something that came in and waits. */
  source: '019a20ae-2d3e-7f40-8b5c-6d7e8f9a0b1c',
  submission: '019a20ae-2d3f-7a51-9c6d-7e8f9a0b1c2d',
  /** A number that must not be contacted. */
  suppression: '019a20af-3e4f-7051-8a6b-7c8d9e0f1a2b',
  workspace: '019a1f00-0000-7000-8000-000000000001',
} as const
