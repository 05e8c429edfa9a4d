/** What a browser's `FileSystemEntry` is to the page. */
export type Entry<File> = {
  readonly name: string;
  readonly isFile: boolean;
  readonly file?: (resolve: (file: File) => void, reject: (error: Error) => void) => void;
  readonly createReader?: () => {
    readonly readEntries: (resolve: (entries: readonly Entry<File>[]) => void, reject: (error: Error) => void) => void;
  };
};

export function readDropped<File>(
  entries: readonly Entry<File>[],
  folderOfLoose: string,
): Promise<{
  readonly files: readonly { readonly path: string; readonly file: File }[];
  readonly unreadable: readonly string[];
}>;
