"use client";

import { useEffect, useRef, useState } from "react";
import { v4 as newKey } from "uuid";

import { largestFileOfAll, mostFiles } from "@/server/domain/attachments/file-type";

import type { AttachmentItem } from "./types";
import { discardFile, uploadFile } from "./upload-file";

/** A file beside the message that is being written. */
export interface AddedFile {
  key: string;
  name: string;
  sizeBytes: number;
  /** A picture of it from this computer; null where there is none. */
  previewUrl: string | null;
  /** How much has been sent, from 0 to 1. */
  progress: number;
  error: string | null;
  /** Set when the server has it. */
  item: AttachmentItem | null;
}

export interface UsedAttachments {
  files: readonly AddedFile[];
  isUploading: boolean;
  add: (files: Iterable<File>) => void;
  remove: (key: string) => void;
  /** Gives away what the server has, for a message that is sent. */
  take: () => AttachmentItem[];
  /** Puts files back that a refused message came with. */
  putBack: (items: readonly AttachmentItem[]) => void;
}

/** The files of the message that is being written. They are sent while it is still being written. */
export function useAttachments(): UsedAttachments {
  const [files, setFiles] = useState<readonly AddedFile[]>([]);
  const uploads = useRef(new Map<string, AbortController>());
  const previews = useRef(new Set<string>());

  // Previews are memory of the browser until they are given back; what is still being sent is wanted no more.
  useEffect(() => {
    const [running, urls] = [uploads.current, previews.current];
    return () => {
      for (const upload of running.values()) upload.abort();
      for (const url of urls) URL.revokeObjectURL(url);
    };
  }, []);

  function change(key: string, changed: Partial<AddedFile>): void {
    setFiles((before) => before.map((file) => (file.key === key ? { ...file, ...changed } : file)));
  }

  async function upload(key: string, file: File): Promise<void> {
    const controller = new AbortController();
    uploads.current.set(key, controller);
    try {
      const item = await uploadFile(file, {
        signal: controller.signal,
        onProgress: (progress) => change(key, { progress }),
      });
      if (controller.signal.aborted) discardFile(item.id);
      else change(key, { item, progress: 1 });
    } catch (error) {
      if (!controller.signal.aborted) change(key, { error: (error as Error).message });
    } finally {
      uploads.current.delete(key);
    }
  }

  return {
    files,
    isUploading: files.some((file) => file.item === null && file.error === null),
    add(chosen) {
      const room = Math.max(0, mostFiles - files.length);
      const added = [...chosen].map((file, at): { file: File; entry: AddedFile } => {
        const previewUrl = file.type.startsWith("image/") ? URL.createObjectURL(file) : null;
        if (previewUrl) previews.current.add(previewUrl);
        const error =
          at >= room
            ? `At most ${mostFiles} files go with a message.`
            : file.size > largestFileOfAll
              ? `It is larger than ${largestFileOfAll >> 20} MiB.`
              : null;
        const { name, size: sizeBytes } = file;
        return { file, entry: { key: newKey(), name, sizeBytes, previewUrl, progress: 0, error, item: null } };
      });
      setFiles((before) => [...before, ...added.map(({ entry }) => entry)]);
      for (const { file, entry } of added) if (entry.error === null) void upload(entry.key, file);
    },
    remove(key) {
      uploads.current.get(key)?.abort();
      const item = files.find((file) => file.key === key)?.item;
      if (item) discardFile(item.id);
      setFiles((before) => before.filter((file) => file.key !== key));
    },
    take() {
      setFiles([]);
      return files.flatMap((file) => file.item ?? []);
    },
    putBack(items) {
      setFiles((before) => [
        ...items.map((item) => ({
          key: item.id,
          name: item.name,
          sizeBytes: item.sizeBytes,
          previewUrl: null,
          progress: 1,
          error: null,
          item,
        })),
        ...before,
      ]);
    },
  };
}
